import { mount } from 'svelte';
import Popup from './Popup.svelte';
import '@fontsource-variable/inter/wght.css';
import { startSpeaking } from '../state/language.svelte.ts';
import '../styles/base.css';

startSpeaking();
const target = document.getElementById('app');
if (target) mount(Popup, { target });
