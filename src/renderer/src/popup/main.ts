import { mount } from 'svelte';
import Popup from './Popup.svelte';
import '@fontsource-variable/inter/wght.css';
import '../styles/base.css';

const target = document.getElementById('app');
if (target) mount(Popup, { target });
